declare const brand: unique symbol;

/** A primitive that only its parse function creates, so that unchecked values cannot be passed as checked ones. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
