package dev.leat.net;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * Who one is for a peer: a chain of certificates, one's own first, and the key that belongs to it.
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {
  private static final String HINT = " (is it the key of another certificate?)";

  Identity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads PEM files, which may be one and the same.
   *
   * @throws IOException if they cannot be used; the message says which and why, and nothing of the
   *     key
   */
  static Identity read(Path certificates, Path key) throws IOException {
    List<X509Certificate> chain = Pem.read(certificates).certificates();
    PrivateKey secret = key(Pem.read(key), chain.getFirst().getPublicKey());
    if (!belongs(secret, chain.getFirst().getPublicKey())) {
      throw new IOException(
          "the key in " + key + " does not belong to the certificate in " + certificates);
    }
    return new Identity(chain, secret);
  }

  private static PrivateKey key(Pem pem, PublicKey counterpart) throws IOException {
    for (Pem.Block block : pem.blocks()) {
      if (!block.label().endsWith("PRIVATE KEY")) {
        continue;
      }
      if (block.label().startsWith("ENCRYPTED") || block.text().contains("ENCRYPTED")) {
        throw new IOException(
            "the key in %s is encrypted: decrypt it with openssl pkey -in %s -out FILE"
                .formatted(pem.file(), pem.file()));
      }
      try {
        byte[] bytes = pem.bytes(block);
        byte[] pkcs8 = block.label().equals("PRIVATE KEY") ? bytes : wrapped(bytes, counterpart);
        return KeyFactory.getInstance(counterpart.getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        // Without its cause, which might show something of the key.
        throw new IOException("the key in " + pem.file() + " cannot be read" + HINT);
      }
    }
    throw new IOException(pem.file() + " has no private key in it");
  }

  /**
   * The older forms for RSA (PKCS#1) and for curves (RFC 5915) in the form for all (PKCS#8): it
   * names the algorithm in front, as the certificate does.
   */
  private static byte[] wrapped(byte[] key, PublicKey counterpart) {
    byte[] algorithm = Der.firstOf(counterpart.getEncoded());
    return Der.sequence(Der.integer(BigInteger.ZERO), algorithm, Der.octets(key));
  }

  private static boolean belongs(PrivateKey key, PublicKey counterpart) throws IOException {
    if (key instanceof RSAKey ours && counterpart instanceof RSAKey theirs) {
      return ours.getModulus().equals(theirs.getModulus());
    }
    try {
      String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm();
      var signature = Signature.getInstance(algorithm);
      byte[] sample = {1, 2, 3};
      signature.initSign(key);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(counterpart);
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      throw new IOException("keys of the kind " + key.getAlgorithm() + " cannot be used", e);
    }
  }

  /** The certificate of its own. */
  X509Certificate leaf() {
    return chain.getFirst();
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return DistinguishedName.of(leaf().getSubjectX500Principal());
  }
}
