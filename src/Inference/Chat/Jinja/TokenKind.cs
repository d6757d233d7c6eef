namespace Cocoon.Inference.Chat.Jinja;

internal enum TokenKind
{
    /// <summary>Text that is written as it stands.</summary>
    Data,

    /// <summary>What opens an expression that is written.</summary>
    OpenOutput,
    CloseOutput,

    /// <summary>What opens a statement.</summary>
    OpenBlock,
    CloseBlock,
    Name,
    Text,
    Integer,
    Float,
    Operator,
    End,
}
