declare const brand: unique symbol;

/** A primitive that only its parse function makes, so that checked and unchecked values cannot be mixed up. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
