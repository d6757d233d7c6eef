namespace Cocoon.Ton.Tests.Crypto;

/// <summary>A signature that implementations are known to disagree about.</summary>
public sealed record SignatureVector(string What, string PublicKey, string Message, string Signature, bool Valid)
{
    public override string ToString() => $"{What}, key {PublicKey[..8]}…";
}
