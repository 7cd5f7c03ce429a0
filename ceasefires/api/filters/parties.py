"""What filters by party share: a party may stand for its members too."""

from collections.abc import Iterable

from django.db import connection


def with_members(parties: Iterable[int]) -> list[int]:
    """Parties (primary keys), their members, their members' members, …"""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE member(id) AS (SELECT unnest(%s::bigint[]) UNION"
            " SELECT party.id FROM ceasefires_party party JOIN member"
            " ON party.member_of_id = member.id) SELECT id FROM member",
            [list(parties)],
        )
        return [row[0] for row in cursor.fetchall()]
