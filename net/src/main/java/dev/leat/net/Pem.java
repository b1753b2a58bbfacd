package dev.leat.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of certificates or keys in text form (PEM, RFC 7468): blocks with a label, and between
 * them whatever people have written there. What it says about a file that is wrong never shows what
 * is in a block.
 *
 * @param file where it was read
 * @param blocks in the order of the file
 */
record Pem(Path file, List<Block> blocks) {
  private static final int LARGEST = 8 << 20;
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /**
   * One block.
   *
   * @param label what stands behind BEGIN
   * @param text what stands below it
   */
  record Block(String label, String text) {
    /** Says nothing of what is in it. */
    @Override
    public String toString() {
      return label;
    }
  }

  static Pem read(Path file) throws IOException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException(file + " is too large for a file of certificates");
      }
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      var blocks = new ArrayList<Block>();
      BLOCK
          .matcher(text)
          .results()
          .forEach(found -> blocks.add(new Block(found.group(1), found.group(2))));
      return new Pem(file, List.copyOf(blocks));
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + " may not be read (permission denied)", e);
    }
  }

  /**
   * The bytes of a block.
   *
   * @throws IOException if it is not in base64
   */
  byte[] bytes(Block block) throws IOException {
    try {
      return Base64.getDecoder().decode(SPACE.matcher(block.text()).replaceAll(""));
    } catch (IllegalArgumentException e) {
      // Without its cause, which shows what stands there.
      throw new IOException(file + ": the block " + block.label() + " is broken");
    }
  }

  /**
   * All certificates.
   *
   * @throws IOException if there is none, or one is broken
   */
  List<X509Certificate> certificates() throws IOException {
    var certificates = new ArrayList<X509Certificate>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks) {
        if (block.label().equals(CERTIFICATE)) {
          var bytes = new ByteArrayInputStream(bytes(block));
          certificates.add((X509Certificate) factory.generateCertificate(bytes));
        }
      }
    } catch (CertificateException e) {
      throw new IOException(file + ": a certificate in it is broken", e);
    }
    if (certificates.isEmpty()) {
      throw new IOException(
          file + " has no certificate in it (it needs -----BEGIN CERTIFICATE-----)");
    }
    return certificates;
  }
}
