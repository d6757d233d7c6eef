namespace Cocoon.Gateway.Responses;

/// <summary>What an item of a conversation is.</summary>
internal enum ItemKind
{
    /// <summary>Somebody says something.</summary>
    Message,

    /// <summary>The model asks for a function to be called.</summary>
    Call,

    /// <summary>What that function said.</summary>
    CallOutput,

    /// <summary>What the model thought; only ever the model's own.</summary>
    Reasoning,
}
