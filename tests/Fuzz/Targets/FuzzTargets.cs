using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Settlement;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Every parser of untrusted or stored bytes; docs/fuzzing.md says who could write those.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyDictionary<string, Func<FuzzTarget>> All { get; } = new SortedDictionary<string, Func<FuzzTarget>>(StringComparer.Ordinal)
    {
        ["answer error"] = () => new ErrorAnswerTarget(),
        ["answer event"] = () => new AnswerEventTarget(),
        ["answer stream"] = () => new AnswerStreamTarget(),
        ["azure claims"] = () => new AzureTokenTarget(),
        ["bag text"] = () => new BagTextTarget(),
        ["chat request"] = () => new ChatRequestTarget(),
        ["contract data"] = () => new ContractDataTarget(),
        ["contract messages"] = () => new ContractMessageTarget(),
        ["dev keys"] = () => new DevKeysTarget(),
        ["ear"] = () => new EarTarget(),
        ["evidence"] = () => new EvidenceTarget(),
        ["gateway bodies"] = () => new GatewayBodyTarget(),
        ["gguf"] = () => new GgufTarget(),
        ["gpu opaque data"] = () => new GpuOpaqueDataTarget(),
        ["gpu reference values"] = () => new GpuRimTarget(),
        ["gpu report"] = () => new GpuReportTarget(),
        ["ocsp answer"] = () => new OcspAnswerTarget(),
        ["grain ids"] = () => new GrainIdTarget(),
        ["jwks"] = () => new JwksTarget(),
        ["jws"] = () => new JwsTarget(),
        ["mnemonic"] = () => new MnemonicTarget(),
        ["model config"] = () => new ModelConfigTarget(),
        ["names"] = () => new NamesTarget(),
        ["nras bundle"] = () => new NrasBundleTarget(),
        ["qe identity"] = () => new QeIdentityTarget(),
        ["evidence frame"] = () => new EvidenceFrameTarget(),
        ["peer certificate"] = () => new PeerCertificateTarget(),
        ["receipt file"] = () => new ReceiptFileTarget(),
        ["recorded answers"] = () => new RecordingTarget(),
        ["revocation list"] = () => new RevocationListTarget(),
        ["running market"] = () => new RunningMarketTarget(),
        ["sealed answer"] = () => new SealedAnswerTarget(),
        ["sealed request"] = () => new SealedRequestTarget(),
        ["sgx extension"] = () => new SgxExtensionTarget(),
        ["snp certificate"] = () => new SnpCertificateTarget(),
        ["snp report"] = () => new SnpReportTarget(),
        ["state account"] = () => new StateRecordTarget<AccountState>("account"),
        ["state batch"] = () => new StateRecordTarget<BatchArchive>("batch"),
        ["state channel"] = () => new StateRecordTarget<ChannelState>("channel"),
        ["state job"] = () => new StateRecordTarget<JobState>("job"),
        ["state provider"] = () => new StateRecordTarget<ProviderState>("provider"),
        ["state settlement"] = () => new StateRecordTarget<SettlementState>("settlement"),
        ["store file"] = () => new StoreFileTarget(),
        ["tcb info"] = () => new TcbInfoTarget(),
        ["tdx quote"] = () => new TdxQuoteTarget(),
        ["tokenizer"] = () => new TokenizerTarget(),
        ["ton address"] = () => new TonTextTarget(),
        ["ton node"] = () => new TonNodeTarget(),
        ["weights"] = () => new WeightsTarget(),
        ["weights index"] = () => new ShardIndexTarget(),
    };
}
