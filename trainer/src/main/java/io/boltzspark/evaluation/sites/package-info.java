/**
 * Compares samples with data by the statistics of their sites, as models of sequence families are
 * judged: frequencies of one site, connected correlations of two and of three sites. A {@linkplain
 * io.boltzspark.evaluation.sites.Sites site} is a visible unit: a Potts unit with its states, or a
 * unit of any other kind.
 *
 * <p>{@link io.boltzspark.evaluation.sites.SiteMeans}, {@link
 * io.boltzspark.evaluation.sites.SitePairs} and {@link io.boltzspark.evaluation.sites.SiteTriples}
 * hold the data's side, computed once and with weights if rows have any, and compare it with the
 * rows of any samples: the result is a {@link io.boltzspark.evaluation.sites.StatisticFit}. {@link
 * io.boltzspark.evaluation.sites.Diversity} says how different rows are from one another, and
 * {@link io.boltzspark.evaluation.sites.PrincipalPlane} where they lie in the plane of their
 * leading principal components.
 *
 * <p>Sources: Figliuzzi, Barrat-Charlaix and Weigt 2018, "How pairwise coevolutionary models
 * capture the collective residue variability in proteins?"; Muntoni, Pagnani, Weigt and Zamponi
 * 2021, "adabmDCA: adaptive Boltzmann machine learning for biological sequences", where training
 * stops at a correlation of the two-site values of 0.95.
 */
package io.boltzspark.evaluation.sites;
