package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class StopFilterTest {
    @Test
    void findsAStopAcrossPieces() {
        StopFilter filter = new StopFilter(List.of("</end>"));
        assertThat(filter.append("text </")).isEqualTo("text ");
        assertThat(filter.append("en")).isEmpty();
        assertThat(filter.append("d> more")).isEmpty();
        assertThat(filter.matched()).isEqualTo("</end>");
        assertThat(filter.append("more")).isEmpty();
        assertThat(filter.finish()).isEmpty();
    }

    @Test
    void releasesWhatOnlyLookedLikeAStop() {
        StopFilter filter = new StopFilter(List.of("</end>"));
        assertThat(filter.append("a</en")).isEqualTo("a");
        assertThat(filter.append("try")).isEqualTo("</entry");
        assertThat(filter.matched()).isNull();
    }

    @Test
    void releasesWhatIsHeldAtTheEnd() {
        StopFilter filter = new StopFilter(List.of("\n\nUser:"));
        assertThat(filter.append("bye\n\nUs")).isEqualTo("bye");
        assertThat(filter.finish()).isEqualTo("\n\nUs");
    }

    @Test
    void theStopThatBeginsFirstWinsWithinAPiece() {
        StopFilter filter = new StopFilter(List.of("world", "lo"));
        assertThat(filter.append("hello world")).isEqualTo("hel");
        assertThat(filter.matched()).isEqualTo("lo");
    }

    @Test
    void holdsForTheLongestOfSeveralStops() {
        StopFilter filter = new StopFilter(List.of("ab", "xaby"));
        assertThat(filter.append("zxa")).isEqualTo("z");
        assertThat(filter.append("b")).isEqualTo("x");
        assertThat(filter.matched()).isEqualTo("ab");
    }

    @Test
    void aRepeatedBeginningIsNotOverlooked() {
        StopFilter filter = new StopFilter(List.of("aab"));
        assertThat(filter.append("aa")).isEmpty();
        assertThat(filter.append("a")).isEqualTo("a");
        assertThat(filter.append("b")).isEmpty();
        assertThat(filter.matched()).isEqualTo("aab");
    }

    @Test
    void withoutStopsEverythingPasses() {
        StopFilter filter = new StopFilter(List.of());
        assertThat(filter.append("any text")).isEqualTo("any text");
        assertThat(filter.finish()).isEmpty();
    }

    @Test
    void anyCuttingOfTheTextGivesTheSame() {
        String text = "aababaabcaab and then";
        for (int cut = 1; cut < text.length(); cut++) {
            StopFilter filter = new StopFilter(List.of("abc", "and t"));
            String got = filter.append(text.substring(0, cut)) + filter.append(text.substring(cut));
            assertThat(got).as("cut at %d", cut).isEqualTo("aababa");
            assertThat(filter.matched()).isEqualTo("abc");
        }
    }
}
