package dev.leat.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.bench.compare.Check.Bound;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  /** A comparison that has been run; it is only asked what it shows. */
  private record Done(List<Column> columns, List<Check> checks) implements Comparison {
    @Override
    public String name() {
      return "race";
    }

    @Override
    public String title() {
      return "A race";
    }

    @Override
    public List<Contender> contenders() {
      return List.of();
    }

    @Override
    public Figures measure(Contender contender, Settings settings) {
      throw new UnsupportedOperationException("has been run");
    }
  }

  @Test
  void saysWhatIsAskedThenWhatEachContenderDid() {
    Done race =
        new Done(
            List.of(new Column("laps/s", "laps", Unit.COUNT)),
            List.of(
                Check.ratio("laps/s", "laps", "hare", "tortoise", Bound.AT_LEAST, 8),
                Check.value("laps/s", "laps", Unit.COUNT, "snail", Bound.AT_LEAST, 1)));
    Results results = new Results();
    results.add("hare", Figures.NONE.with("laps", 70));
    results.add("tortoise", Figures.NONE.with("laps", 10));
    results.add("snail", Figures.NONE);

    String report =
        Report.write(Map.of(race, results), new Settings(1, 5, 2.5), List.of("2 cores"));

    assertThat(report)
        .isEqualTo(
            """
            # Leat beside its peers

            Rounds: 1; in each, every contender has its turn, with 5 s of load after 2.5 s of warm-up. Figures are
            medians. A ratio is taken within a round; its median, least and most are of all rounds.

            - 2 cores

            ## What is asked

            | comparison | of | figure | asked | median | least | most | met |
            |---|---|---|---:|---:|---:|---:|---:|
            | race | hare ÷ tortoise | laps/s | ≥ 8.00 × | 7.00 × | 7.00 × | 7.00 × | **no** |
            | race | snail | laps/s | ≥ 1.00 | – | – | – | not measured |

            ## A race

            | race | laps/s |
            |---|---:|
            | hare | 70.0 |
            | tortoise | 10.0 |
            | snail | – |

            snail failed in 1 of 1 rounds.

            """);
  }
}
