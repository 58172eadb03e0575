package org.stoplog.server.contract;

import com.rudderstack.sdk.java.analytics.Callback;
import com.rudderstack.sdk.java.analytics.RudderAnalytics;
import com.rudderstack.sdk.java.analytics.messages.AliasMessage;
import com.rudderstack.sdk.java.analytics.messages.GroupMessage;
import com.rudderstack.sdk.java.analytics.messages.IdentifyMessage;
import com.rudderstack.sdk.java.analytics.messages.Message;
import com.rudderstack.sdk.java.analytics.messages.MessageBuilder;
import com.rudderstack.sdk.java.analytics.messages.PageMessage;
import com.rudderstack.sdk.java.analytics.messages.ScreenMessage;
import com.rudderstack.sdk.java.analytics.messages.TrackMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** RudderStack: the same messages, gzipped. */
final class RudderStackSdk extends Spec {
  @Override
  public String name() {
    return "rudderstack";
  }

  @Override
  public void say(String base, App app) throws Exception {
    List<Call> calls = calls(app);
    CountDownLatch sent = new CountDownLatch(calls.size());
    List<Throwable> failed = new java.util.concurrent.CopyOnWriteArrayList<>();
    RudderAnalytics client =
        RudderAnalytics.builder("wr1te")
            .setDataPlaneUrl(base)
            .setGZIP(true)
            .retries(1)
            .flushQueueSize(10)
            .flushInterval(1, TimeUnit.HOURS)
            .callback(
                new Callback() {
                  @Override
                  public void success(Message message) {
                    sent.countDown();
                  }

                  @Override
                  public void failure(Message message, Throwable fault) {
                    failed.add(fault);
                    sent.countDown();
                  }
                })
            .build();
    calls.forEach(call -> client.enqueue(message(call)));
    client.flush();
    boolean isAll = sent.await(20, TimeUnit.SECONDS);
    client.shutdown();
    if (!isAll || !failed.isEmpty()) {
      throw new AssertionError("not all was sent: " + failed);
    }
  }

  private static MessageBuilder<?, ?> message(Call call) {
    Map<String, Object> content = call.said().content();
    MessageBuilder<?, ?> builder =
        switch (call.kind()) {
          case "track" -> TrackMessage.builder(call.other()).properties(content);
          case "identify" -> IdentifyMessage.builder().traits(content);
          case "page" -> PageMessage.builder(call.other()).properties(content);
          case "screen" -> ScreenMessage.builder(call.other()).properties(content);
          case "group" -> GroupMessage.builder(call.other()).traits(content);
          default -> AliasMessage.builder(call.other());
        };
    builder.messageId(call.said().mark());
    builder.context(call.context());
    if (!call.user().isEmpty()) {
      builder.userId(call.user());
    }
    if (!call.anonymous().isEmpty()) {
      builder.anonymousId(call.anonymous());
    }
    if (call.isPassedOn() != null) {
      builder.enableIntegration(DOWNSTREAM, call.isPassedOn());
    }
    return builder;
  }
}
