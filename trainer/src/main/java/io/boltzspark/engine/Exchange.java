package io.boltzspark.engine;

import io.boltzspark.spark.Failures;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.IsolatedThreadSafeRpcEndpoint;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.rpc.RpcTimeoutException;
import org.apache.spark.util.RpcUtils;
import scala.PartialFunction;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Questions from tasks and answers from the driver over Spark's own RPC: it opens no port, and
 * Spark's settings for authentication and encryption apply. Where driver and task are one process,
 * messages pass by reference, on the same thread (see {@link LocalQuestion}).
 *
 * <p>Spark's RPC classes are private (but stable for many releases); only this file uses them.
 * Messages must consist of JDK types: an executor's RPC does not see the application's classes, and
 * a message of such a class would kill the executor.
 */
final class Exchange {
  private static final ClassTag<Object[]> MESSAGE = ClassTag$.MODULE$.apply(Object[].class);

  private Exchange() {}

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  // The driver's endpoints by name, for tasks of the same process.
  private static final Map<String, DriverEnd> LOCAL = new ConcurrentHashMap<>();

  /** Opens the driver's endpoint; closing it frees its name. */
  static AutoCloseable listen(String name, DriverEnd handler) {
    RpcEnv rpc = SparkEnv.get().rpcEnv();
    RpcEndpointRef endpoint = rpc.setupEndpoint(name, new Endpoint(rpc, handler));
    LOCAL.put(name, handler);
    return () -> {
      LOCAL.remove(name);
      rpc.stop(endpoint);
    };
  }

  /** A task's endpoint. */
  interface Client {

    /**
     * Asks and waits for the answer.
     *
     * @param waitingFor names the expected answer in error messages
     */
    Object[] ask(Object[] message, String waitingFor);
  }

  /** Connects the calling task to the driver's endpoint of that name. */
  static Client connect(String name, Duration timeout) {
    DriverEnd local = LOCAL.get(name);
    if (local != null) {
      return (message, waitingFor) ->
          new LocalQuestion().ask(local, message, timeout.plus(PATIENCE), waitingFor);
    }
    // A task waits longer than the driver, which knows which task is late and names it.
    Duration patience = timeout.plus(PATIENCE);
    RpcTimeout limit =
        new RpcTimeout(
            scala.concurrent.duration.Duration.create(patience.toMillis(), TimeUnit.MILLISECONDS),
            "engine.exchange-timeout");
    RpcEndpointRef driver =
        RpcUtils.makeDriverRef(name, SparkEnv.get().conf(), SparkEnv.get().rpcEnv());
    return (message, waitingFor) -> ask(driver, message, limit, waitingFor);
  }

  private static Object[] ask(
      RpcEndpointRef driver, Object[] message, RpcTimeout limit, String waitingFor) {
    try {
      return driver.askSync(message, limit, MESSAGE);
    } catch (Exception e) { // Scala's exceptions are not declared
      throw e instanceof RpcTimeoutException
          ? LocalQuestion.noAnswer(waitingFor, limit.duration().toSeconds())
          : Failures.asRuntime(e);
    }
  }

  /** Whether the calling task runs in the driver's own process, where references can be shared. */
  static boolean isLocal(String name) {
    return LOCAL.containsKey(name);
  }

  // Has its own thread ("isolated"), so that heartbeats do not wait for an update.
  private static final class Endpoint implements IsolatedThreadSafeRpcEndpoint {
    private final RpcEnv rpc;
    private final DriverEnd handler;

    Endpoint(RpcEnv rpc, DriverEnd handler) {
      this.rpc = rpc;
      this.handler = handler;
    }

    @Override
    public RpcEnv rpcEnv() {
      return rpc;
    }

    @Override
    public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext context) {
      return new AbstractPartialFunction<>() {
        @Override
        public boolean isDefinedAt(Object message) {
          return true;
        }

        @Override
        public BoxedUnit apply(Object message) {
          Answer answer = answer(context);
          if (message instanceof Object[] parts) {
            handler.receive(parts, answer);
          } else {
            answer.refuse("not a message of this exchange");
          }
          return BoxedUnit.UNIT;
        }
      };
    }

    private static Answer answer(RpcCallContext context) {
      return new Answer() {
        @Override
        public void send(Object[] message) {
          context.reply(message);
        }

        @Override
        public void refuse(String reason) {
          context.sendFailure(new IllegalStateException(reason));
        }

        @Override
        public boolean isRemote() {
          return true; // tasks of the same process do not use RPC
        }
      };
    }
  }
}
