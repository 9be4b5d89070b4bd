package dev.parley.robustness;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/** A small message that inflates to a large one (RFC 7692). */
final class Bomb {
  private static final int PIECE_BYTES = 64 * 1024;

  /** An empty block, which a compressed message leaves out at its end (section 7.2.1). */
  private static final int TAIL_BYTES = 4;

  private Bomb() {}

  /** The payload of a compressed message that has so many letters. */
  static byte[] bytes(int inflatedBytes) {
    try (var deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      var all = new ByteArrayOutputStream();
      byte[] letters = new byte[PIECE_BYTES];
      Arrays.fill(letters, (byte) 'a');
      byte[] piece = new byte[PIECE_BYTES];
      for (int done = 0; done < inflatedBytes; done += PIECE_BYTES) {
        deflater.setInput(letters);
        boolean last = done + PIECE_BYTES >= inflatedBytes;
        int count = 1;
        while (count > 0) {
          count =
              deflater.deflate(
                  piece, 0, piece.length, last ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH);
          all.write(piece, 0, count);
          last &= count == piece.length;
        }
      }
      byte[] bytes = all.toByteArray();
      return Arrays.copyOf(bytes, bytes.length - TAIL_BYTES);
    }
  }
}
