package org.stoplog.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.vertx.core.impl.buffer.VertxByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Writes down what this process holds, again and again. */
final class Sampler {
  static final List<String> COLUMNS =
      List.of(
          "seconds",
          "resident_kb",
          "heap_after_gc_kb",
          "direct_kb",
          "netty_direct_kb",
          "files",
          "threads");

  private final Path file;
  private final Set<String> heap = new HashSet<>();

  /** Bytes; the least since the sample before. */
  private final AtomicLong afterCollection = new AtomicLong(Long.MAX_VALUE);

  private final long began = System.nanoTime();
  private long lastHeap;

  private Sampler(Path file) {
    this.file = file;
    ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .forEach(pool -> heap.add(pool.getName()));
  }

  /** Until the process ends; its thread keeps nobody. */
  static void start(Path file, int seconds) throws IOException {
    Sampler sampler = new Sampler(file);
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener((its, none) -> sampler.collected(its), null, null);
    }
    Files.writeString(file, String.join(",", COLUMNS) + "\n");
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    var unused = timer.scheduleAtFixedRate(sampler::sample, seconds, seconds, TimeUnit.SECONDS);
  }

  private void collected(Notification notification) {
    if (notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      long used =
          GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
              .getGcInfo()
              .getMemoryUsageAfterGc()
              .entrySet()
              .stream()
              .filter(pool -> heap.contains(pool.getKey()))
              .map(Map.Entry::getValue)
              .mapToLong(java.lang.management.MemoryUsage::getUsed)
              .sum();
      afterCollection.accumulateAndGet(used, Math::min);
    }
  }

  private void sample() {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      long least = afterCollection.getAndSet(Long.MAX_VALUE);
      lastHeap = least == Long.MAX_VALUE ? lastHeap : least;
      Files.writeString(
          file,
          "%d,%s,%d,%d,%d,%d,%s%n"
              .formatted(
                  TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                  number("VmRSS:"),
                  lastHeap >> 10,
                  direct() >> 10,
                  nettyDirect() >> 10,
                  files.count(),
                  number("Threads:")),
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** What the allocators hold of it, in use or not; the JVM does not count it. */
  private static long nettyDirect() {
    return Stream.of(ByteBufAllocator.DEFAULT, VertxByteBufAllocator.POOLED_ALLOCATOR)
        .distinct()
        .map(ByteBufAllocatorMetricProvider.class::cast)
        .mapToLong(allocator -> allocator.metric().usedDirectMemory())
        .sum();
  }

  private static String number(String prefix) throws IOException {
    return Report.first("/proc/self/status", prefix).replaceAll("\\D", "");
  }
}
