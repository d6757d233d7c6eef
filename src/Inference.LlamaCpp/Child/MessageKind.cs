namespace Cocoon.Inference.LlamaCpp.Child;

/// <summary>First number of each frame between a silo and its llama.cpp process.</summary>
internal enum MessageKind
{
    /// <summary>To the child: load the library and a model. Answered by <see cref="Opened"/>.</summary>
    Open = 1,

    /// <summary>To the child: write outputs of steps into this file. Answered by <see cref="Done"/>.</summary>
    Share = 2,

    /// <summary>To the child: tokens of a text. Answered by <see cref="Tokens"/>.</summary>
    Tokenize = 3,

    /// <summary>To the child: changes of sequences, then the tokens of a step. Answered by <see cref="Done"/>.</summary>
    Step = 4,

    Opened = 101,
    Done = 102,
    Tokens = 103,

    /// <summary>What was asked for did not work; a text says why.</summary>
    Failed = 104,
}
