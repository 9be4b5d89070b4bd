package dev.parley;

/** Whether clients show a certificate of their own (mutual TLS). */
public enum ClientCertificates {
  /** They are not asked for one. */
  OFF,

  /**
   * They are asked; one that shows none is let in without, and one whose certificate is not trusted
   * is not let in.
   */
  OPTIONAL,

  /** They are asked, and one without a trusted certificate is not let in. */
  REQUIRED
}
