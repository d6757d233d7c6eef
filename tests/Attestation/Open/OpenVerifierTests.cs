using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Open;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Wallets;

namespace Cocoon.Attestation.Tests.Open;

/// <summary>The open tier: who is paid signs for the machine's keys, and nobody gets such a machine who did not ask for one.</summary>
public sealed class OpenVerifierTests
{
    private const int Network = -3;
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private static readonly MachineAppraiser Appraiser = new(Verifiers.All);
    private static readonly SigningKey Key = new(Enumerable.Repeat((byte)7, 32).ToArray(), Ed25519.Default);
    private static readonly AccountAddress Wallet = new WalletV5R1(Key.PublicKey.Span, Network).Address;
    private static readonly AccountAddress Older = new WalletV4R2(Key.PublicKey.Span).Address;
    private static readonly EnclaveClaims Claims = new(new HexBytes(new byte[32]), new HexBytes([4, .. new byte[64]]), new HexBytes(new byte[32]));
    private static readonly PolicyDocument Policy = new() { NetworkId = Network, AllowOpen = true, AllowSimulated = true, RequireEpoch = false };

    [Fact]
    public async Task What_the_wallets_key_signed_is_of_tier_open_and_no_other()
    {
        foreach (var wallet in new[] { Wallet, Older })
        {
            var result = Appraise(await Made(wallet), wallet);

            (result.IsAccepted, result.Tier, result.NotAfter).Should().Be((true, Tier.Open, Now + Policy.MaxAppraisalAge));
        }
        new[] { Tier.Simulated, Tier.CpuTee, Tier.CcGpu }.Should().OnlyContain(least => !Tier.Open.Satisfies(least), "only who names it gets it");
    }

    [Fact]
    public async Task It_counts_for_its_own_wallet_keys_network_and_challenge_only()
    {
        var shown = await Made(Wallet);

        Appraise(shown, Older).Failure.Should().Be(AttestationFailure.WalletSignature, "it is another wallet of the same key");
        Appraise(shown with { Claims = Claims with { ReceiptKey = new HexBytes(Enumerable.Repeat((byte)1, 32).ToArray()) } }, Wallet).Failure.Should().Be(AttestationFailure.WalletSignature);
        Appraise(shown with { Nonce = new HexBytes(new byte[32].Select(static _ => (byte)1).ToArray()) }, Wallet).Failure.Should().Be(AttestationFailure.WalletSignature);
        Appraise(shown, Wallet, Policy with { NetworkId = -239 }).Failure.Should().Be(AttestationFailure.WalletSignature);
        Appraise(shown with { Cpu = shown.Cpu with { Raw = shown.Cpu.Raw[..^1] } }, Wallet).Failure.Should().Be(AttestationFailure.WalletSignature);
        Appraise(shown with { Cpu = shown.Cpu with { Raw = shown.Cpu.Raw[..40] } }, Wallet).Failure.Should().Be(AttestationFailure.EvidenceMalformed);
        var gpu = new MachineEvidence(EvidenceKind.NvidiaGpu, new byte[8]);
        Appraise(shown with { Gpus = [gpu] }, Wallet).IsAccepted.Should().BeFalse();
        FluentActions.Invoking(() => Maker(Older, Other())).Should().Throw<ArgumentException>().WithMessage("*is not that of wallet*");
    }

    [Fact]
    public async Task Where_nobody_asks_for_it_it_is_refused()
    {
        var shown = await Made(Wallet);

        Appraise(shown, Wallet, Policy with { AllowOpen = false }).Failure.Should().Be(AttestationFailure.OpenRefused);
        Appraise(shown, Wallet, PolicyDocument.Simulated(-239)).Failure.Should().Be(AttestationFailure.OpenRefused);
        Appraise(shown, Wallet, Policy with { LeastTier = Tier.CpuTee }).Failure.Should().Be(AttestationFailure.TierNotMet);
        foreach (var least in new[] { Tier.Simulated, Tier.CpuTee, Tier.CcGpu })
            Appraise(shown, Wallet, Policy.Narrow(new CallerPolicy { LeastTier = least })).Failure.Should().Be(AttestationFailure.OpenRefused);
        Appraise(shown, Wallet, Policy.Narrow(new CallerPolicy { Kinds = [EvidenceKind.Tdx] })).Failure.Should().Be(AttestationFailure.OpenRefused);
        Appraise(shown, Wallet, Policy.Narrow(new CallerPolicy { LeastTier = Tier.Open })).IsAccepted.Should().BeTrue();
    }

    private static AppraisalResult Appraise(EvidenceBundle shown, AccountAddress wallet, PolicyDocument? policy = null) =>
        Appraiser.Appraise(shown, new BindingExpectation(wallet), CollateralSnapshot.Empty, policy ?? Policy, Now);

    private static SigningKey Other() => new(Enumerable.Repeat((byte)8, 32).ToArray(), Ed25519.Default);

    private static OpenEvidenceMaker Maker(AccountAddress wallet, SigningKey key) => new(wallet, key, Network, new NoEpochs(), Ed25519.Default);

    private static Task<EvidenceBundle> Made(AccountAddress wallet) => Maker(wallet, Key).Make(new EvidenceRequest(Claims, Network, wallet));
}
