/** A primitive that only its own module's constructors produce, so that two kinds of number cannot be mixed up. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };
