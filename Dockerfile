# The image of web, worker and beat. It is made by the commands that `make demo` and `make test`
# run on any machine, so they are proven where no Docker engine is at hand.

FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
RUN apt-get update \
  && apt-get install -y --no-install-recommends make \
  && rm -rf /var/lib/apt/lists/*
COPY Makefile ./
# A Redis of its own is what REDIS_URL says is not needed.
RUN REDIS_URL=elsewhere make system && rm -rf /var/lib/apt/lists/*

FROM base AS build
COPY requirements.txt requirements-node.txt ./
RUN REDIS_URL=elsewhere make packages
COPY package.json package-lock.json ./
COPY static/assets.mjs static/
RUN REDIS_URL=elsewhere make assets
RUN REDIS_URL=elsewhere make fonts

FROM base
COPY --from=build /app/.venv .venv
COPY --from=build /app/node_modules/.assets node_modules/.assets
COPY --from=build /app/var/fonts var/fonts
COPY . .
RUN groupadd --gid 10001 liaison \
  && useradd --uid 10001 --gid liaison --no-create-home --shell /usr/sbin/nologin liaison \
  && mkdir -p var/static var/media \
  && chown liaison:liaison var var/static var/media
USER 10001:10001
ENV PATH="/app/.venv/bin:$PATH"
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["make", "healthy"]
CMD ["gunicorn", "liaison.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "4", \
  "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
