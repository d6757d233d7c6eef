using System.ComponentModel;
using Cocoon.Client;
using Cocoon.Client.Ai;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using ToolCall;

// The model asks for functions of this program; the loop runs them and gives the results back.
var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection("Cocoon");
var options = new CocoonClientOptions();
options.Read(configuration);
using var client = new CocoonClient(options);
var loop = new FunctionLoop(client.AsChatClient(configuration["Model"] ?? "tiny-jane"));

AIFunction[] functions =
[
    AIFunctionFactory.Create(Temperature, "get_temperature"),
    AIFunctionFactory.Create(static () => DateTimeOffset.UtcNow, "get_time", "The time now, in UTC."),
];

var messages = new List<ChatMessage> { new(ChatRole.User, args.Length > 0 ? string.Join(' ', args) : "How warm is it in Paris?") };
var answer = await loop.Ask(messages, functions);
Console.WriteLine(answer.Text);
if (answer.AdditionalProperties?[CocoonAi.Facts] is ChatResult facts) Console.WriteLine($"[last round: {facts.Receipt?.Receipt.Charge}, tier {facts.Tier}]");

[Description("The temperature in a city, in degrees Celsius.")]
static double Temperature([Description("Name of the city.")] string city) => city.Length % 30;
