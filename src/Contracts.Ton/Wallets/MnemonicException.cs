namespace Cocoon.Ton.Wallets;

/// <summary>A phrase is not a good one. The message says what is wrong and never holds a word of it.</summary>
public sealed class MnemonicException(string message) : FormatException(message);
