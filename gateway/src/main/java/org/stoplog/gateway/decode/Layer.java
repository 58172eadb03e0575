package org.stoplog.gateway.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** One wrapping that a body came in, and is put in again when something inside was changed. */
sealed interface Layer {
  byte[] wrap(byte[] inner);

  record Gzip() implements Layer {
    @Override
    public byte[] wrap(byte[] inner) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(inner.length / 2 + 64);
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(inner);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out.toByteArray();
    }
  }

  /**
   * What HTTP calls deflate.
   *
   * @param raw without the header that it should have
   */
  record Deflate(boolean raw) implements Layer {
    @Override
    public byte[] wrap(byte[] inner) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(inner.length / 2 + 64);
      Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, raw);
      try (DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater)) {
        stream.write(inner);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        deflater.end();
      }
      return out.toByteArray();
    }
  }

  /** Put back without being made small: Brotli's makers have a writer in C only. */
  record InBrotli() implements Layer {
    @Override
    public byte[] wrap(byte[] inner) {
      return Brotli.store(inner);
    }
  }

  /**
   * @param url with - and _ for + and /
   * @param padded with = at its end
   */
  record InBase64(boolean url, boolean padded) implements Layer {
    @Override
    public byte[] wrap(byte[] inner) {
      Base64.Encoder encoder = url ? Base64.getUrlEncoder() : Base64.getEncoder();
      return (padded ? encoder : encoder.withoutPadding()).encode(inner);
    }
  }

  /**
   * A field of a form.
   *
   * @param before all up to the field's value, as sent
   * @param after all behind it
   */
  record InForm(byte[] before, byte[] after) implements Layer {
    @Override
    public byte[] wrap(byte[] inner) {
      byte[] value = Percent.encode(inner);
      byte[] form = new byte[before.length + value.length + after.length];
      System.arraycopy(before, 0, form, 0, before.length);
      System.arraycopy(value, 0, form, before.length, value.length);
      System.arraycopy(after, 0, form, before.length + value.length, after.length);
      return form;
    }

    @Override
    public String toString() {
      return "InForm[]";
    }
  }
}
