namespace Cocoon.Ton.Tests.Wallets;

public sealed record MnemonicVectors(MnemonicVectors.Phrase[] Phrases, string Invalid)
{
    public sealed record Phrase(string Words, string Password, string PublicKey, string Seed);
}
