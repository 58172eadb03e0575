package org.stoplog.ledger.table;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Files of the Iceberg tables under one folder. Locations are {@code stoplog:/<relative path>}, so
 * that a data folder can be moved and restored elsewhere without rewriting metadata.
 */
final class WarehouseIO implements FileIO {
  static final String PREFIX = "stoplog:/";
  private static final long serialVersionUID = 1L;

  private final File root;

  WarehouseIO(Path root) {
    this.root = root.toFile();
  }

  /** The file behind a location. */
  Path resolve(String location) {
    if (!location.startsWith(PREFIX)) {
      throw new IllegalArgumentException("not a location of this warehouse");
    }
    Path base = root.toPath().toAbsolutePath().normalize();
    Path path = base.resolve(location.substring(PREFIX.length())).normalize();
    if (!path.startsWith(base)) {
      throw new IllegalArgumentException("location leaves the warehouse");
    }
    return path;
  }

  String locate(Path file) {
    return PREFIX + root.toPath().relativize(file).toString().replace(File.separatorChar, '/');
  }

  @Override
  public InputFile newInputFile(String location) {
    return new Located(location, org.apache.iceberg.Files.localInput(resolve(location).toFile()));
  }

  @Override
  public OutputFile newOutputFile(String location) {
    Path path = resolve(location);
    try {
      Files.createDirectories(path.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LocatedOutput(location, org.apache.iceberg.Files.localOutput(path.toFile()));
  }

  @Override
  public void deleteFile(String location) {
    try {
      Files.deleteIfExists(resolve(location));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A local file that answers with the location it was asked by. */
  private record Located(String location, InputFile file) implements InputFile {
    @Override
    public long getLength() {
      return file.getLength();
    }

    @Override
    public org.apache.iceberg.io.SeekableInputStream newStream() {
      return file.newStream();
    }

    @Override
    public boolean exists() {
      return file.exists();
    }
  }

  private record LocatedOutput(String location, OutputFile file) implements OutputFile {
    @Override
    public org.apache.iceberg.io.PositionOutputStream create() {
      return file.create();
    }

    @Override
    public org.apache.iceberg.io.PositionOutputStream createOrOverwrite() {
      return file.createOrOverwrite();
    }

    @Override
    public InputFile toInputFile() {
      return new Located(location, file.toInputFile());
    }
  }
}
