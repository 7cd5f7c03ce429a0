FROM python:3.13-slim AS packages
WORKDIR /srv
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=packages /venv /venv
WORKDIR /srv
COPY LICENSE manage.py ./
COPY tracker tracker
COPY ceasefires ceasefires
COPY fixtures fixtures
COPY docs/openapi.yaml docs/
RUN SECRET_KEY=only-to-collect python manage.py collectstatic --no-input --verbosity 0
USER 65534:65534
EXPOSE 8000 8001
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--blocking-threads", "4", "--respawn-failed-workers", "tracker.wsgi:application"]
