FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn/ .mvn/
COPY mvnw pom.xml ./
COPY src/main/ src/main/
COPY src/samples/ src/samples/
# Tests run before an image is built, not in it.
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp package -Dmaven.test.skip=true
RUN java -Djarmode=tools -jar target/charloom.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre

# The C++ runtime of the native matrix library
RUN apt-get update \
 && apt-get install -y --no-install-recommends libstdc++6 \
 && rm -rf /var/lib/apt/lists/*

RUN groupadd --system --gid 10001 charloom \
 && useradd --system --uid 10001 --gid charloom --home-dir /var/lib/charloom --shell /usr/sbin/nologin charloom \
 && install -d -o charloom -g charloom /var/lib/charloom /var/lib/charloom/models /var/lib/charloom/data

# What changes least comes first, so that a new version reuses the layers of the libraries.
WORKDIR /opt/charloom
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./

# Ports are forwarded to the address of the container, so the service listens there; it does not start without a key or
# the word that none is wanted.
# A new volume starts with the models that come with Charloom.
COPY --chown=charloom:charloom models/ /var/lib/charloom/models/
ENV CHARLOOM_MODELS_DIR=/var/lib/charloom/models \
    CHARLOOM_DATA_DIR=/var/lib/charloom/data \
    SERVER_ADDRESS=0.0.0.0
VOLUME /var/lib/charloom

USER charloom
EXPOSE 8080

# Asked through bash, because the image holds neither curl nor wget. Where health has a port of its own, it is at its root.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "path=$([ -n \"$MANAGEMENT_SERVER_PORT\" ] || echo \"$SERVER_SERVLET_CONTEXT_PATH\") && exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_SERVER_PORT:-${SERVER_PORT:-8080}} && printf 'GET %s/actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' \"$path\" >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]

# Three quarters of the container's memory for the heap; the rest is for threads, native buffers and the file cache.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "charloom.jar"]
