# Finds JDKs without starting one: sourced by ./leat and ./mvnw (POSIX sh).

# jdk_find MIN [MAX]: sets JDK to the home of a JDK whose feature version is MIN to MAX.
# JAVA_HOME comes first, then `java` on the PATH, then the newest in the usual places.
jdk_find() {
  jdk_min=$1 jdk_max=${2:-9999} JDK='' jdk_best=0
  if [ -n "${JAVA_HOME-}" ]; then jdk_consider "$JAVA_HOME"; fi
  if [ -n "$JDK" ]; then return 0; fi
  if jdk_java=$(command -v java) && jdk_java=$(readlink -f "$jdk_java" 2>/dev/null); then
    jdk_consider "${jdk_java%/bin/java}"
  fi
  if [ -n "$JDK" ]; then return 0; fi
  for jdk_home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/* /opt/java/* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.local/share/mise/installs/java/* \
    "${HOME-}"/.asdf/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    jdk_consider "$jdk_home"
  done
  [ -n "$JDK" ]
}

# jdk_consider HOME: takes it as JDK if it is one, in range, and newer than what was found before.
jdk_consider() {
  if [ ! -r "$1/release" ] || [ ! -x "$1/bin/javac" ]; then return 0; fi
  jdk_version=''
  while IFS='=' read -r jdk_key jdk_value; do
    if [ "$jdk_key" = JAVA_VERSION ]; then jdk_version=$jdk_value; fi
  done <"$1/release"
  jdk_version=${jdk_version#\"}
  jdk_version=${jdk_version%%[!0-9.]*}
  jdk_feature=${jdk_version%%.*}
  jdk_rest=${jdk_version#"$jdk_feature"}.0.0
  jdk_rest=${jdk_rest#.}
  jdk_interim=${jdk_rest%%.*}
  jdk_rest=${jdk_rest#*.}
  jdk_update=${jdk_rest%%.*}
  if [ "${jdk_feature:-0}" -lt "$jdk_min" ] || [ "$jdk_feature" -gt "$jdk_max" ]; then return 0; fi
  jdk_rank=$((jdk_feature * 1000000 + ${jdk_interim:-0} * 1000 + ${jdk_update:-0}))
  if [ "$jdk_rank" -gt "$jdk_best" ]; then JDK=$1 jdk_best=$jdk_rank; fi
}

# jdk_advice PROGRAM: says on stderr what to do where there is no JDK for us.
jdk_advice() {
  cat >&2 <<END
$1: no JDK 25 or newer found. Leat needs one; an older default java may stay as it is.
  Debian, Ubuntu   apt install openjdk-25-jdk   (or temurin-25-jdk from https://adoptium.net)
  Fedora           dnf install java-25-openjdk-devel
  macOS            brew install openjdk@25
  anywhere         https://adoptium.net/temurin/releases/?version=25
If it is installed in an unusual place, point JAVA_HOME at it.
END
}
