using System.Text.Json;

namespace Cocoon.Sealing.Tests.Hpke;

/// <summary>
/// Published answers of a suite (Vectors/hpke.json). The accumulated ones are those of the Go project's testdata for RFC 9180:
/// SHAKE128 over the results of 1,000 inputs, which SHAKE128 of nothing gives.
/// </summary>
public sealed record HpkeVector(
    string Source,
    int Aead,
    string Info,
    string EphemeralSeed,
    string EphemeralKey,
    string RecipientSeed,
    string RecipientKey,
    string RecipientPublicKey,
    string Encapsulated,
    string SharedSecret,
    IReadOnlyList<HpkeVector.Encryption> Encryptions,
    IReadOnlyList<HpkeVector.Export> Exports,
    string AccumulatedEncryptions,
    string AccumulatedExports)
{
    public static IReadOnlyList<HpkeVector> All { get; } =
        JsonSerializer.Deserialize<HpkeVector[]>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "hpke.json")), JsonSerializerOptions.Web)!;

    public override string ToString() => Source;

    public sealed record Encryption(int Number, string Plaintext, string Associated, string Ciphertext);

    public sealed record Export(string Context, string Value);
}
