# One image for each app: docker build --target api -t memo-api .
# `npm run verify:image` executes this file without a container engine; docs/adr/0041 says why it is built up like this.

# A digest is taken, too: --build-arg NODE_IMAGE=node@sha256:…
ARG NODE_IMAGE=node:24.22.1-bookworm-slim
# In labels alone, and so asked for behind everything that takes time: another revision builds none of it again.
ARG VERSION=0.2.0
ARG REVISION=unknown

# What npm reads, alone: the layers that it makes stay until one of these files changes.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /src
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete \
 && find . -mindepth 1 -type d -empty -delete

# The tools of development, and what `npm run build` writes with them. No package runs a script of its own here or below.
FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY --from=manifests /src ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node apps/build/src/main.ts --apps /built

# Again what npm reads, now of each app by itself.
FROM build AS built-manifests
WORKDIR /built
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete \
 && find . -mindepth 1 -type d -empty -delete

# The packages of each app, with the list of them (CycloneDX).
FROM ${NODE_IMAGE} AS api-packages
WORKDIR /app
COPY --from=built-manifests /built/api ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && npm sbom --omit=dev --sbom-format=cyclonedx > sbom.cdx.json

FROM ${NODE_IMAGE} AS transcription-worker-packages
WORKDIR /app
COPY --from=built-manifests /built/transcription-worker ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && npm sbom --omit=dev --sbom-format=cyclonedx > sbom.cdx.json

FROM ${NODE_IMAGE} AS analytics-worker-packages
WORKDIR /app
COPY --from=built-manifests /built/analytics-worker ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && npm sbom --omit=dev --sbom-format=cyclonedx > sbom.cdx.json

FROM ${NODE_IMAGE} AS dashboard-sync-worker-packages
WORKDIR /app
COPY --from=built-manifests /built/dashboard-sync-worker ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && npm sbom --omit=dev --sbom-format=cyclonedx > sbom.cdx.json

FROM ${NODE_IMAGE} AS memo-packages
WORKDIR /app
COPY --from=built-manifests /built/cli ./
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && npm sbom --omit=dev --sbom-format=cyclonedx > sbom.cdx.json

# What all of them run in: a user who is not root, nothing to write but /tmp, and a first process that passes signals on
# and takes in orphans.
FROM ${NODE_IMAGE} AS runtime
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production \
    HOME=/tmp \
    TMPDIR=/tmp \
    METRICS_PORT=9464 \
    MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072
ENTRYPOINT ["tini", "--"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["node", "-e", "require('node:http').get('http://127.0.0.1:' + process.env.METRICS_PORT + '/live', (answer) => process.exit(answer.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
USER node

FROM runtime AS api
# The fonts that PDFs are set in.
USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-noto-color-emoji fonts-noto-core fonts-wqy-microhei \
 && rm -rf /var/lib/apt/lists/*
USER node
COPY --from=api-packages /app ./
COPY --from=build /built/api ./
EXPOSE 8000 9464
CMD ["node", "apps/api/main.js"]
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.title="memo-api" \
      org.opencontainers.image.description="The HTTP API of Memo" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

FROM runtime AS transcription-worker
# ffmpeg, and the basic engine that works without a key. util-linux, which confines both, is in the base image.
USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends ffmpeg pocketsphinx pocketsphinx-en-us \
 && rm -rf /var/lib/apt/lists/*
USER node
ENV FFMPEG_PATH=/usr/bin/ffmpeg
COPY --from=transcription-worker-packages /app ./
COPY --from=build /built/transcription-worker ./
EXPOSE 9464
CMD ["node", "apps/transcription-worker/main.js"]
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.title="memo-transcription-worker" \
      org.opencontainers.image.description="Prepares, transcribes and summarizes recordings for Memo" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

FROM runtime AS analytics-worker
COPY --from=analytics-worker-packages /app ./
COPY --from=build /built/analytics-worker ./
EXPOSE 9464
CMD ["node", "apps/analytics-worker/main.js"]
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.title="memo-analytics-worker" \
      org.opencontainers.image.description="Computes the metrics of meetings for Memo" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

FROM runtime AS dashboard-sync-worker
COPY --from=dashboard-sync-worker-packages /app ./
COPY --from=build /built/dashboard-sync-worker ./
EXPOSE 9464
CMD ["node", "apps/dashboard-sync-worker/main.js"]
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.title="memo-dashboard-sync-worker" \
      org.opencontainers.image.description="Delivers finished meetings of Memo to a dashboard" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

FROM runtime AS memo
COPY --from=memo-packages /app ./
COPY --from=build /built/cli ./
HEALTHCHECK NONE
ENTRYPOINT ["tini", "--", "node", "apps/cli/main.js"]
CMD ["--help"]
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.title="memo-cli" \
      org.opencontainers.image.description="The command line of Memo: migrate, and what operators need" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
