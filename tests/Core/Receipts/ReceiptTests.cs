using System.Text.Json;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Tests.Receipts;

public sealed class ReceiptTests
{
    [Fact]
    public void The_byte_form_of_a_receipt_never_changes() =>
        Samples.Receipt(1, 8).Receipt.Hash().ToString().Should().Be(GoldenHash, "receipts signed by earlier versions must stay valid");

    [Fact]
    public void Json_and_back_keeps_the_hash()
    {
        var receipt = Samples.Receipt(1, 8);

        var back = JsonSerializer.Deserialize<SignedReceipt>(JsonSerializer.Serialize(receipt, ReceiptJson.Options), ReceiptJson.Options);

        back.Should().Be(receipt);
        back!.Receipt.Hash().Should().Be(receipt.Receipt.Hash());
    }

    [Fact]
    public void Every_field_is_in_the_hash()
    {
        var receipt = Samples.Receipt(1, 8).Receipt;
        Receipt[] changed =
        [
            receipt with { Job = Samples.Job(2) }, receipt with { Client = Samples.Account(9) }, receipt with { Channel = Samples.Account(9) },
            receipt with { Provider = Samples.Account(9) }, receipt with { Model = "other" }, receipt with { WeightHash = Samples.Bytes(9) },
            receipt with { Tokens = receipt.Tokens with { Prompt = 2 } }, receipt with { Tokens = receipt.Tokens with { CachedPrompt = 2 } },
            receipt with { Tokens = receipt.Tokens with { Completion = 2 } }, receipt with { Tokens = receipt.Tokens with { Reasoning = 2 } },
            receipt with { Prices = receipt.Prices with { Prompt = new(1) } }, receipt with { Charge = new(9) }, receipt with { FeeBps = 1 },
            receipt with { PromptCommitment = Samples.Bytes(9) }, receipt with { AnswerCommitment = Samples.Bytes(9) },
            receipt with { Tier = Core.Trust.Tier.CcGpu }, receipt with { AppraisalHash = Samples.Bytes(99) }, receipt with { Ending = JobEnding.Length },
            receipt with { StartedAt = Samples.Now.AddSeconds(9) }, receipt with { EndedAt = Samples.Now.AddSeconds(9) },
        ];

        changed.Select(other => other.Hash()).Append(receipt.Hash()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Commitments_open_with_their_salt_and_text_only()
    {
        var salt = Samples.Key.ToArray();
        var commitment = Commitment.OfPrompt(salt, [("user", "hi")]);

        Commitment.OfPrompt(salt, [("user", "hi")]).Should().Be(commitment);
        Commitment.OfPrompt(salt, [("use", "rhi")]).Should().NotBe(commitment, "parts are length-prefixed");
        Commitment.OfPrompt(Samples.Bytes(8).ToArray(), [("user", "hi")]).Should().NotBe(commitment);
        Commitment.OfAnswer(salt, "userhi").Should().NotBe(commitment);
    }

    private const string GoldenHash = "20904ec1581cd19285fb1e1fdd36df85bbc0cc3573d2ae22e0e3d14f4ad9db86";
}
