package dev.leat.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows the one identity that there is to whoever asks, where its key is of a kind that serves. */
final class IdentityKeys extends X509ExtendedKeyManager {
  private static final String ALIAS = "leat";

  private final Identity identity;

  IdentityKeys(Identity identity) {
    this.identity = identity;
  }

  /** The kinds are those of the key: {@code EC}, or {@code EC_RSA} where signed by an RSA key. */
  private @Nullable String alias(String... kinds) {
    String own = identity.key().getAlgorithm();
    boolean serves =
        Arrays.stream(kinds).anyMatch(kind -> kind.equals(own) || kind.startsWith(own + "_"));
    return serves ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String kind, Principal @Nullable [] issuers, SSLEngine engine) {
    return alias(kind);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] kinds, Principal @Nullable [] issuers, SSLEngine engine) {
    return alias(kinds);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias(kind);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias(kinds);
  }

  @Override
  public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
    return alias(kind) == null ? null : new String[] {ALIAS};
  }

  @Override
  public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
    return alias(kind) == null ? null : new String[] {ALIAS};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return identity.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return identity.key();
  }
}
