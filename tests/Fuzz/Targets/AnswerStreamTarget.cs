using System.Text;
using Cocoon.Client;
using Cocoon.Client.Http;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A streamed answer, read by the client library from a gateway it does not trust.</summary>
internal sealed class AnswerStreamTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. ((string[])
        [
            "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}],\"cocoon\":{\"token_ids\":[1,2]}}\n\n: keep-alive\n\ndata: "
                + "{\"choices\":[],\"cocoon\":{\"job_id\":\"01KDYAK3SE040G2081040G2081\",\"tier\":\"cc-gpu\",\"receipt\":" + ReceiptSamples.Signed + ",\"salt\":\"" + new string('a', 64) + "\"}}\n\ndata: [DONE]\n\n",
        ]).Select(Encoding.UTF8.GetBytes),
    ];

    public override void Read(byte[] input)
    {
        var answer = new ChatReader();
        ReadAll(new MemoryStream(input), answer).GetAwaiter().GetResult();
    }

    public override bool IsRefusal(Exception exception) => exception is CocoonException;

    private static async Task ReadAll(Stream stream, ChatReader answer)
    {
        await foreach (var data in EventReader.Read(stream, CancellationToken.None))
        {
            if (data == "[DONE]") break;
            answer.Take(data);
        }
    }
}
