using Cocoon.Cli;
using Cocoon.Cli.Receipts;
using Cocoon.Client.Receipts;
using Cocoon.Ton.Crypto;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A receipt file that somebody shows, read and checked.</summary>
internal sealed class ReceiptFileTarget : JsonFileTarget
{
    private readonly ReceiptFileVerifier _verifier = new(Ed25519.Default);

    public override int Cost => 4;

    protected override string FileName => "receipt.json";

    protected override IEnumerable<string> Documents => [ReceiptSamples.File, ReceiptSamples.FileWithoutProof];

    public override bool IsRefusal(Exception exception) => exception is CliException;

    protected override void ReadFile(string path) => _verifier.Offline(ReceiptCommand.Read(path), null).Should().HaveCount(6);
}
