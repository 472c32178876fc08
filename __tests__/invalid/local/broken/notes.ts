throw new Error("the disk is full of notes");

export {};
