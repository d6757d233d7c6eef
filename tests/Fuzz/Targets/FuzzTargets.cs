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
        ["bag text"] = () => new BagTextTarget(),
        ["chat request"] = () => new ChatRequestTarget(),
        ["contract data"] = () => new ContractDataTarget(),
        ["contract messages"] = () => new ContractMessageTarget(),
        ["dev keys"] = () => new DevKeysTarget(),
        ["evidence"] = () => new EvidenceTarget(),
        ["gateway bodies"] = () => new GatewayBodyTarget(),
        ["grain ids"] = () => new GrainIdTarget(),
        ["mnemonic"] = () => new MnemonicTarget(),
        ["model config"] = () => new ModelConfigTarget(),
        ["names"] = () => new NamesTarget(),
        ["receipt file"] = () => new ReceiptFileTarget(),
        ["recorded answers"] = () => new RecordingTarget(),
        ["running market"] = () => new RunningMarketTarget(),
        ["sealed answer"] = () => new SealedAnswerTarget(),
        ["sealed request"] = () => new SealedRequestTarget(),
        ["state account"] = () => new StateRecordTarget<AccountState>("account"),
        ["state batch"] = () => new StateRecordTarget<BatchArchive>("batch"),
        ["state channel"] = () => new StateRecordTarget<ChannelState>("channel"),
        ["state job"] = () => new StateRecordTarget<JobState>("job"),
        ["state provider"] = () => new StateRecordTarget<ProviderState>("provider"),
        ["state settlement"] = () => new StateRecordTarget<SettlementState>("settlement"),
        ["store file"] = () => new StoreFileTarget(),
        ["tokenizer"] = () => new TokenizerTarget(),
        ["ton address"] = () => new TonTextTarget(),
        ["ton node"] = () => new TonNodeTarget(),
        ["weights"] = () => new WeightsTarget(),
    };
}
