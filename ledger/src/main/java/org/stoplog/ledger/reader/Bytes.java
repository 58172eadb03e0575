package org.stoplog.ledger.reader;

import java.util.Arrays;

/** A growing array of bytes, reused from block to block. Not thread-safe. */
final class Bytes {
  private byte[] array;
  private int size;

  Bytes(int capacity) {
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

  /** Empties it, and gives memory back that one large block took. */
  void clear(int most) {
    size = 0;
    if (array.length > most) {
      array = new byte[most];
    }
  }

  void truncate(int length) {
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

  void put(byte[] bytes) {
    put(bytes, 0, bytes.length);
  }

  private void reserve(int more) {
    if (more > array.length - size) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
    }
  }
}
