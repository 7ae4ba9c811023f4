/**
 * The partition function Z of a machine, and with it the likelihood of rows: exact if units can be
 * enumerated, otherwise estimated from both sides.
 *
 * <p>{@link io.boltzspark.evaluation.partition.ExactLogPartition} sums over a slice of all states
 * of the smaller side, or of the one that has couplings within. {@link
 * io.boltzspark.evaluation.partition.AnnealedImportance} moves from independent units to the
 * machine, {@link io.boltzspark.evaluation.partition.ReverseAnnealing} from the machine's own
 * samples back; both follow an {@code AnnealedPath} through the temperatures of an {@link
 * io.boltzspark.evaluation.partition.AnnealingPlan}, for a {@code ChainSlice} of the chains. {@link
 * io.boltzspark.evaluation.partition.LogPartitionEstimate} turns weights into a value with an error
 * bar, {@link io.boltzspark.evaluation.partition.BracketTrust} judges whether the estimates of
 * several walks fit together, and {@link io.boltzspark.evaluation.partition.LogLikelihood} turns
 * this into nats per row.
 *
 * <p>Of 100 machines of a kind that can be enumerated, with 100 chains of 60 temperatures ({@code
 * BracketCoverageTest} with {@code -Dboltz.brackets=100}):
 *
 * <table>
 * <caption>Intervals that miss log Z, those of them without a warning, and all that warn</caption>
 * <tr><th>kind</th><th>miss</th><th>silently</th><th>warn</th></tr>
 * <tr><td>one mode</td><td>0</td><td>0</td><td>1</td></tr>
 * <tr><td>spins aligned with a pattern or against it</td><td>18</td><td>0</td><td>79</td></tr>
 * <tr><td>mixtures of two distributions</td><td>9</td><td>0</td><td>88</td></tr>
 * <tr><td>a few states have all of the probability</td><td>0</td><td>0</td><td>4</td></tr>
 * <tr><td>nearly degenerate: spin glasses in weak fields</td><td>10</td><td>0</td><td>74</td></tr>
 * </table>
 *
 * <p>By weights alone 33 of the 37 that miss would be trusted.
 */
package io.boltzspark.evaluation.partition;
