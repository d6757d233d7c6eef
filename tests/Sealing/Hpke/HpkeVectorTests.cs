using System.Security.Cryptography;
using Cocoon.Sealing.Hpke;

namespace Cocoon.Sealing.Tests.Hpke;

public sealed class HpkeVectorTests
{
    private const int AccumulatedInputs = 1_000;

    public static TheoryData<int> Suites => [.. Enumerable.Range(0, HpkeVector.All.Count)];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Keys_come_out_of_their_seeds(int index)
    {
        var vector = HpkeVector.All[index];

        using var recipient = DhKem.DeriveKey(Hex(vector.RecipientSeed));
        using var imported = P256Key.TryImport(Hex(vector.RecipientKey))!;
        using var ephemeral = DhKem.DeriveKey(Hex(vector.EphemeralSeed));
        using var importedEphemeral = P256Key.TryImport(Hex(vector.EphemeralKey))!;

        recipient.PublicKey.ToArray().Should().Equal(Hex(vector.RecipientPublicKey)).And.Equal(imported.PublicKey.ToArray());
        ephemeral.PublicKey.ToArray().Should().Equal(Hex(vector.Encapsulated)).And.Equal(importedEphemeral.PublicKey.ToArray());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Both_sides_get_the_shared_secret(int index)
    {
        var vector = HpkeVector.All[index];
        using var recipient = DhKem.DeriveKey(Hex(vector.RecipientSeed));
        using var ephemeral = DhKem.DeriveKey(Hex(vector.EphemeralSeed));
        var (sent, received) = (new byte[DhKem.SecretBytes], new byte[DhKem.SecretBytes]);

        DhKem.TryEncapsulate(recipient.PublicKey, ephemeral, sent).Should().BeTrue();
        DhKem.TryDecapsulate(ephemeral.PublicKey, recipient, received).Should().BeTrue();

        sent.Should().Equal(Hex(vector.SharedSecret));
        received.Should().Equal(sent);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Messages_are_sealed_and_opened_in_turn(int index)
    {
        var vector = HpkeVector.All[index];
        var (sender, receiver) = Contexts(vector);
        var expected = vector.Encryptions.ToDictionary(encryption => encryption.Number);
        for (var number = 0; number <= vector.Encryptions.Max(encryption => encryption.Number); number++)
        {
            var known = expected.GetValueOrDefault(number);
            var (plaintext, associated) = known is null ? ([], []) : (Hex(known.Plaintext), Hex(known.Associated));
            var sealedBytes = Exchange(sender, receiver, associated, plaintext);
            if (known is not null) sealedBytes.Should().Equal(Hex(known.Ciphertext), "it is message {0}", number);
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Secrets_are_exported(int index)
    {
        var vector = HpkeVector.All[index];
        var (sender, receiver) = Contexts(vector);
        foreach (var export in vector.Exports)
        {
            Export(sender, Hex(export.Context), 32).Should().Equal(Hex(export.Value));
            Export(receiver, Hex(export.Context), 32).Should().Equal(Hex(export.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_thousand_messages_add_up(int index)
    {
        var vector = HpkeVector.All[index];
        var (sender, receiver) = Contexts(vector);
        var inputs = new Inputs();
        using var sink = new Shake128();
        for (var i = 0; i < AccumulatedInputs; i++)
        {
            var associated = inputs.Next();
            sink.AppendData(Exchange(sender, receiver, associated, inputs.Next()));
        }

        sink.GetHashAndReset(16).Should().Equal(Hex(vector.AccumulatedEncryptions));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_thousand_secrets_add_up(int index)
    {
        var vector = HpkeVector.All[index];
        var (sender, _) = Contexts(vector);
        var inputs = new Inputs();
        using var sink = new Shake128();
        inputs.Next(); // The first secret has no bytes.
        for (var length = 1; length < AccumulatedInputs; length++) sink.AppendData(Export(sender, inputs.Next(), length));

        sink.GetHashAndReset(16).Should().Equal(Hex(vector.AccumulatedExports));
    }

    private static (HpkeContext Sender, HpkeContext Receiver) Contexts(HpkeVector vector)
    {
        using var recipient = P256Key.TryImport(Hex(vector.RecipientKey))!;
        using var ephemeral = DhKem.DeriveKey(Hex(vector.EphemeralSeed));
        var aead = (HpkeAead)vector.Aead;
        return (
            HpkeContext.TrySend(aead, Hex(vector.RecipientPublicKey), ephemeral, Hex(vector.Info))!,
            HpkeContext.TryReceive(aead, Hex(vector.Encapsulated), recipient, Hex(vector.Info))!);
    }

    private static byte[] Exchange(HpkeContext sender, HpkeContext receiver, byte[] associated, byte[] plaintext)
    {
        var sealedBytes = new byte[plaintext.Length + SequencedAead.TagBytes];
        sender.Seal(associated, plaintext, sealedBytes);
        var opened = new byte[plaintext.Length];
        receiver.TryOpen(associated, sealedBytes, opened).Should().BeTrue();
        opened.Should().Equal(plaintext);
        return sealedBytes;
    }

    private static byte[] Export(HpkeContext context, byte[] about, int length)
    {
        var secret = new byte[length];
        context.Export(about, secret);
        return secret;
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text);

    /// <summary>A byte that says how many, then as many bytes, out of SHAKE128 of nothing.</summary>
    private sealed class Inputs
    {
        private readonly byte[] _source = Shake128.HashData([], 2 * AccumulatedInputs * 256);
        private int _at;

        public byte[] Next()
        {
            var length = _source[_at++];
            _at += length;
            return _source[(_at - length).._at];
        }
    }
}
