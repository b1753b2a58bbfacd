package dev.leat.net;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes certificates (X.509 version 3, RFC 5280) for trying things out and for tests: a new key on
 * the curve P-256, signed with ECDSA by itself or by another identity.
 *
 * @param name who it is for
 * @param alternatives names and addresses that it is good for
 * @param from when it begins to be valid
 * @param until when it ceases to be
 */
record CertificateMaker(String name, List<String> alternatives, Instant from, Instant until) {
  private static final byte[] ECDSA_WITH_SHA256 =
      Der.sequence(Der.objectIdentifier("1.2.840.10045.4.3.2"));
  private static final int VERSION_3 = 2;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;
  private static final int UTF8_STRING = 0x0c;
  private static final int SET = 0x31;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.-]+");

  /** Signed by itself. */
  Identity selfSigned() {
    return make(null);
  }

  /** Signed by this one, which the chain then contains. */
  Identity signedBy(Identity issuer) {
    return make(issuer);
  }

  private Identity make(@Nullable Identity issuer) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] subject = subject();
      byte[] signer =
          issuer == null ? subject : issuer.leaf().getSubjectX500Principal().getEncoded();
      byte[] body =
          Der.sequence(
              Der.element(0xa0, Der.integer(BigInteger.valueOf(VERSION_3))),
              Der.integer(new BigInteger(63, new SecureRandom()).setBit(63)),
              ECDSA_WITH_SHA256,
              signer,
              Der.sequence(Der.time(from), Der.time(until)),
              subject,
              keys.getPublic().getEncoded(),
              Der.element(0xa3, extensions(keys, issuer == null)));
      PrivateKey signingKey = issuer == null ? keys.getPrivate() : issuer.key();
      byte[] certificate = Der.sequence(body, ECDSA_WITH_SHA256, signature(signingKey, body));
      return new Identity(chain(certificate, issuer), keys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make a certificate: " + e.getMessage(), e);
    }
  }

  /** A name (X.501) of a common name alone. */
  private byte[] subject() {
    byte[] text = Der.element(UTF8_STRING, name.getBytes(StandardCharsets.UTF_8));
    return Der.sequence(Der.element(SET, Der.sequence(Der.objectIdentifier("2.5.4.3"), text)));
  }

  private static byte[] signature(PrivateKey key, byte[] body) throws GeneralSecurityException {
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(body);
    return Der.bits(0, signature.sign());
  }

  private static List<X509Certificate> chain(byte[] certificate, @Nullable Identity issuer)
      throws GeneralSecurityException {
    var chain = new ArrayList<X509Certificate>();
    chain.add(
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate)));
    if (issuer != null) {
      chain.addAll(issuer.chain());
    }
    return chain;
  }

  private byte[] extensions(KeyPair keys, boolean authority) throws GeneralSecurityException {
    // Its own authority, so that programs which look for one among what they trust find it.
    byte[] constraints = authority ? Der.sequence(Der.yes()) : Der.sequence();
    byte[] usage = authority ? Der.bits(2, (byte) 0x84) : Der.bits(7, (byte) 0x80);
    byte[] purposes =
        Der.sequence(
            Der.objectIdentifier("1.3.6.1.5.5.7.3.1"), Der.objectIdentifier("1.3.6.1.5.5.7.3.2"));
    byte[] keyIdentifier =
        Der.octets(MessageDigest.getInstance("SHA-1").digest(keys.getPublic().getEncoded()));
    var list = new ByteArrayOutputStream();
    list.writeBytes(extension("2.5.29.19", true, constraints));
    list.writeBytes(extension("2.5.29.15", true, usage));
    list.writeBytes(extension("2.5.29.37", false, purposes));
    list.writeBytes(extension("2.5.29.14", false, keyIdentifier));
    if (!alternatives.isEmpty()) {
      byte[][] names =
          alternatives.stream().map(CertificateMaker::alternative).toArray(byte[][]::new);
      list.writeBytes(extension("2.5.29.17", false, Der.sequence(names)));
    }
    return Der.sequence(list.toByteArray());
  }

  private static byte[] extension(String identifier, boolean critical, byte[] value) {
    return Der.sequence(
        Der.objectIdentifier(identifier), critical ? Der.yes() : new byte[0], Der.octets(value));
  }

  private static byte[] alternative(String name) {
    if (name.indexOf(':') >= 0 || EndpointText.looksLikeIpv4(name)) {
      return Der.element(IP_ADDRESS, InetAddress.ofLiteral(name).getAddress());
    }
    if (!HOST.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a certificate cannot be for a host of this name: " + name);
    }
    return Der.element(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
  }
}
