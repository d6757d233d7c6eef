using System.Security.Cryptography;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Crypto;

/// <summary>Every implementation that this machine has.</summary>
public sealed class Ed25519Tests
{
    private static readonly IEd25519[] Implementations = SodiumEd25519.TryLoad() is { } sodium ? [new ManagedEd25519(), sodium] : [new ManagedEd25519()];
    private static readonly SignatureVector[] Strange = VectorFile.Read<SignatureVector[]>("signatures");

    /// <summary>RFC 8032, section 7.1: seed, public key, message, signature.</summary>
    public static TheoryData<string, string, string, string> Rfc8032 => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
        {
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42", "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            Convert.ToHexStringLower(SHA512.HashData("abc"u8)),
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        },
    };

    [Theory]
    [MemberData(nameof(Rfc8032))]
    public void Vectors_of_the_RFC_hold(string seed, string publicKey, string message, string signature)
    {
        foreach (var ed25519 in Implementations)
        {
            using var key = new SigningKey(Convert.FromHexString(seed), ed25519);
            Convert.ToHexStringLower(key.PublicKey.Span).Should().Be(publicKey, ed25519.Name);
            Convert.ToHexStringLower(ed25519.Sign(key, Convert.FromHexString(message))).Should().Be(signature, ed25519.Name);
            ed25519.Verify(key.PublicKey.Span, Convert.FromHexString(message), Convert.FromHexString(signature)).Should().BeTrue(ed25519.Name);
        }
    }

    public static TheoryData<SignatureVector> StrangeSignatures => [.. Strange];

    [Theory]
    [MemberData(nameof(StrangeSignatures))]
    public void Strange_signatures_are_judged_alike_by_all(SignatureVector vector)
    {
        foreach (var ed25519 in Implementations)
        {
            ed25519.Verify(Convert.FromHexString(vector.PublicKey), Convert.FromHexString(vector.Message), Convert.FromHexString(vector.Signature))
                .Should().Be(vector.Valid, "{0}: {1}", ed25519.Name, vector.What);
        }
    }

    [Fact]
    public void Keys_and_signatures_of_other_lengths_are_refused_not_thrown_at()
    {
        foreach (var ed25519 in Implementations)
        {
            foreach (var length in Enumerable.Range(0, 100))
            {
                if (length != 32) ed25519.Verify(new byte[length], "x"u8, new byte[64]).Should().BeFalse();
                if (length != 64) ed25519.Verify(Convert.FromHexString(Strange[0].PublicKey), "x"u8, new byte[length]).Should().BeFalse();
            }
        }
    }

    [Fact]
    public void Any_flipped_bit_spoils_a_signature()
    {
        var (key, message, signature) = (Convert.FromHexString(Strange[0].PublicKey), Convert.FromHexString(Strange[0].Message), Convert.FromHexString(Strange[0].Signature));
        foreach (var ed25519 in Implementations)
        {
            for (var bit = 0; bit < 512; bit++)
            {
                signature[bit / 8] ^= (byte)(1 << bit % 8);
                ed25519.Verify(key, message, signature).Should().BeFalse("bit {0} is flipped", bit);
                signature[bit / 8] ^= (byte)(1 << bit % 8);
            }
            ed25519.Verify(key, message, signature).Should().BeTrue();
        }
    }

    [SodiumFact]
    public void Libsodium_and_managed_code_agree_on_honest_and_on_random_input()
    {
        var (sodium, managed, random) = (SodiumEd25519.TryLoad()!, new ManagedEd25519(), new Random(1));
        for (var i = 0; i < 200; i++)
        {
            var (seed, message, garbage) = (new byte[32], new byte[random.Next(200)], new byte[96]);
            random.NextBytes(seed);
            random.NextBytes(message);
            random.NextBytes(garbage);
            using var key = new SigningKey(seed, sodium);
            managed.PublicKey(seed).Should().Equal(key.PublicKey.ToArray());
            var signature = sodium.Sign(key, message);
            managed.Sign(key, message).Should().Equal(signature);
            managed.Verify(key.PublicKey.Span, message, signature).Should().BeTrue();
            garbage[95] &= 0x0f;
            managed.Verify(garbage.AsSpan(0, 32), message, garbage.AsSpan(32)).Should().Be(sodium.Verify(garbage.AsSpan(0, 32), message, garbage.AsSpan(32)));
        }
    }

    [SodiumFact]
    public void Libsodium_is_preferred() => Ed25519.Default.Name.Should().Be("libsodium");
}
