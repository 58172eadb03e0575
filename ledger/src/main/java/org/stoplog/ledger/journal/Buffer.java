package org.stoplog.ledger.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes, reused from block to block. Not thread-safe. */
final class Buffer {
  private byte[] array;
  private int size;

  Buffer(int capacity) {
    array = new byte[capacity];
  }

  byte[] array() {
    return array;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /** Makes room, and says that it is filled. */
  void resize(int length) {
    size = 0;
    reserve(length);
    size = length;
  }

  void putByte(int value) {
    reserve(1);
    array[size++] = (byte) value;
  }

  void putInt(int value) {
    reserve(4);
    setInt(size, value);
    size += 4;
  }

  void setInt(int at, int value) {
    array[at] = (byte) (value >>> 24);
    array[at + 1] = (byte) (value >>> 16);
    array[at + 2] = (byte) (value >>> 8);
    array[at + 3] = (byte) value;
  }

  void putLong(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  /** Unsigned LEB128. */
  void putNumber(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      array[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  void put(byte[] bytes, int from, int length) {
    reserve(length);
    System.arraycopy(bytes, from, array, size, length);
    size += length;
  }

  void put(Buffer other) {
    put(other.array, 0, other.size);
  }

  /** Length in bytes and the text in UTF-8. */
  void putText(String text) {
    int length = text.length();
    reserve(10 + length);
    int start = size;
    putNumber(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        size = start;
        putNumber(bytes.length);
        put(bytes, 0, bytes.length);
        return;
      }
      array[size++] = (byte) c;
    }
  }

  /**
   * Starts a record.
   *
   * @return for {@link #endRecord}
   */
  int beginRecord(byte type) {
    putByte(type);
    putInt(0);
    return size;
  }

  void endRecord(int start) {
    setInt(start - 4, size - start);
  }

  private void reserve(int more) {
    if (more > array.length - size) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
    }
  }
}
