# The stages in a container. One image runs any of them: `wholepicture stage NAME`.

FROM python:3.11-slim AS wheels
WORKDIR /build
COPY requirements.lock ./
# Only the build backend and what it stands on; pip refuses the list if one is missing from it.
RUN awk '/^[a-z]/ { wanted = $1 ~ /^(hatchling|packaging|pathspec|pluggy|tomlkit|trove-classifiers)==/ } wanted' \
        requirements.lock > backend.lock \
    && pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
        --require-hashes -r backend.lock
COPY schemas schemas
COPY bus bus
COPY engine engine
COPY agreement agreement
COPY producers producers
COPY subscribers subscribers
COPY consumers consumers
COPY desk desk
RUN pip wheel --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation \
        --wheel-dir /wheels ./schemas ./bus ./engine ./agreement ./producers ./subscribers \
        ./consumers ./desk

FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
COPY requirements-run.lock /tmp/
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
        --require-hashes -r /tmp/requirements-run.lock
COPY --from=wheels /wheels /tmp/wheels
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
        --no-deps --no-index /tmp/wheels/*.whl \
    && rm -r /tmp/wheels /tmp/requirements-run.lock \
    && useradd --no-create-home --uid 10001 --shell /usr/sbin/nologin wholepicture \
    && install -d -o wholepicture -g root -m 0700 /data
COPY partnership /app/partnership
ENV WHOLEPICTURE_PARTNERSHIP=/app/partnership \
    WHOLEPICTURE_DATA=/data
WORKDIR /app
USER wholepicture
ENTRYPOINT ["wholepicture"]
CMD ["--help"]
