using System.Text;
using Cocoon.Client;
using Cocoon.Client.Http;
using Cocoon.Client.Sealed;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A streamed answer, read by the client library from a gateway it does not trust.</summary>
internal sealed class AnswerStreamTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. ((string[])
        [
            "data: {\"sealed\":\"" + SealedSamples.Chunks.First + "\",\"tokens\":1}\n\n: keep-alive\n\ndata: {\"sealed\":\"" + SealedSamples.Chunks.Last
                + "\",\"tokens\":0,\"outcome\":{\"finish_reason\":\"stop\",\"charge_nano\":32,\"receipt\":" + ReceiptSamples.Signed + "}}\n\ndata: [DONE]\n\n",
        ]).Select(Encoding.UTF8.GetBytes),
    ];

    public override void Read(byte[] input)
    {
        using var opener = SealedSamples.Opener();
        ReadAll(new MemoryStream(input), new SealedReader(opener)).GetAwaiter().GetResult();
    }

    public override bool IsRefusal(Exception exception) => exception is CocoonException;

    private static async Task ReadAll(Stream stream, SealedReader answer)
    {
        await foreach (var data in EventReader.Read(stream, CancellationToken.None))
        {
            if (data == "[DONE]") break;
            answer.Take(PartReader.Read(data));
        }
    }
}
