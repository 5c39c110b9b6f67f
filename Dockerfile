# The image of servers and workers alike: `docker build .`. What is done is in deploy/image.sh, which the tests run too.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
ARG UV_IMAGE=ghcr.io/astral-sh/uv:0.13.9

FROM ${UV_IMAGE} AS uv

FROM ${PYTHON_IMAGE} AS build
COPY --from=uv /uv /usr/local/bin/uv
WORKDIR /src
COPY . .
RUN UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 deploy/image.sh environment /opt/shaffaf

FROM ${PYTHON_IMAGE}
COPY deploy/image.sh deploy/packages.txt /opt/shaffaf-image/
RUN /opt/shaffaf-image/image.sh packages \
  && useradd --system --uid 10001 --home-dir /state --create-home --shell /usr/sbin/nologin shaffaf \
  && install --directory --owner=shaffaf /figures /uploads
COPY --from=build /opt/shaffaf /opt/shaffaf
ENV PATH=/opt/shaffaf/bin:$PATH \
  SHAFFAF_STATE=/state \
  SHAFFAF_HOST=0.0.0.0 \
  SHAFFAF_PORT=8000
USER 10001
WORKDIR /state
VOLUME /state
EXPOSE 8000
ENTRYPOINT ["/opt/shaffaf-image/image.sh", "run"]
CMD ["server"]
# A worker's container has another one (docker-compose.yml).
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=4 CMD ["/opt/shaffaf-image/image.sh", "healthy", "server"]
