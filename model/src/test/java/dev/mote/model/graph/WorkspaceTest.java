package dev.mote.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.kernel.FloatMatrix;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    private final Workspace workspace = new Workspace();

    @AfterEach
    void release() {
        workspace.close();
    }

    @Test
    void givesTheSameObjectForTheSameShape() {
        FloatMatrix first = workspace.matrix(Workspace.Buffer.GATE, 1, 64);

        assertThat(workspace.matrix(Workspace.Buffer.GATE, 1, 64)).isSameAs(first);
    }

    @Test
    void reusesMemoryForSmallerShapes() {
        FloatMatrix large = workspace.matrix(Workspace.Buffer.GATE, 8, 64);
        FloatMatrix small = workspace.matrix(Workspace.Buffer.GATE, 3, 32);

        assertThat(small.segment().address()).isEqualTo(large.segment().address());
        assertThat(small.rows()).isEqualTo(3);
        assertThat(small.columns()).isEqualTo(32);
    }

    @Test
    void growsForLargerShapes() {
        workspace.matrix(Workspace.Buffer.GATE, 1, 64);
        FloatMatrix large = workspace.matrix(Workspace.Buffer.GATE, 500, 64);
        large.set(499, 63, 1);

        assertThat(large.get(499, 63)).isEqualTo(1);
    }

    @Test
    void keepsBuffersApart() {
        FloatMatrix gate = workspace.matrix(Workspace.Buffer.GATE, 4, 4);
        FloatMatrix up = workspace.matrix(Workspace.Buffer.UP, 4, 4);

        assertThat(gate.segment().asOverlappingSlice(up.segment())).isEmpty();
    }

    @Test
    void refusesUseAfterClose() {
        workspace.close();

        assertThatThrownBy(() -> workspace.matrix(Workspace.Buffer.GATE, 1, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model is closed");
    }
}
