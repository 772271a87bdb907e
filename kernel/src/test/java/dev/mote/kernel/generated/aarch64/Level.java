package dev.mote.kernel.generated.aarch64;

/** The levels of the instruction set. */
enum Level {
    DOT_PRODUCTS,
    MATRIX_PRODUCTS;

    Aarch64Kernels kernels() {
        return this == DOT_PRODUCTS
                ? Aarch64Kernels.dotProducts()
                : Aarch64Kernels.matrixProducts();
    }
}
