using System.Net;
using Cocoon.Client.Http;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>The body of an error answer; whatever it is, the caller gets an exception to throw.</summary>
internal sealed class ErrorAnswerTarget : JsonTarget
{
    protected override IEnumerable<string> Documents => ["""{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"""];

    public override void Read(byte[] input) => ErrorReader.Read(input, HttpStatusCode.Unauthorized).Message.Should().NotBeNull();

    public override bool IsRefusal(Exception exception) => false;
}
