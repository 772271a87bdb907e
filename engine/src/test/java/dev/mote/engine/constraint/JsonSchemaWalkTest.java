package dev.mote.engine.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.testing.Conformance;
import dev.mote.text.tokenizer.Tokenizer;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Schemas as programs write them: whatever tokens are chosen, the answer is valid. */
class JsonSchemaWalkTest {
    private static final long SEED = 20261122;

    /**
     * Apostrophes stand for quotes. Addresses end in com or org because the oracle knows a list of
     * top-level domains, which the format itself does not.
     */
    private static final List<String> SCHEMAS =
            List.of(
                    "{'type':'object','properties':{'name':{'type':'string'},'age':{'type':'integer',"
                        + "'minimum':0,'maximum':130},'email':{'type':'string','format':'email',"
                        + "'pattern':'[.](com|org)$'}},"
                        + "'required':['name','age'],'additionalProperties':false}",
                    "{'$schema':'https://json-schema.org/draft/2020-12/schema','title':'Order','type':"
                        + "'object','properties':{'id':{'type':'string','format':'uuid'},'items':{"
                        + "'type':'array','minItems':1,'maxItems':3,'items':{'$ref':'#/$defs/Item'}},"
                        + "'placed':{'type':'string','format':'date-time'}},'required':['id','items',"
                        + "'placed'],'$defs':{'Item':{'type':'object','properties':{'sku':{'type':"
                        + "'string','pattern':'^[A-Z]{3}-[0-9]{4}$'},'count':{'type':'integer',"
                        + "'exclusiveMinimum':0},'price':{'type':'number','multipleOf':0.01,"
                        + "'minimum':0}},'required':['sku','count','price']}}}",
                    "{'type':'object','properties':{'op':{'enum':['+','-','*']},'left':{'anyOf':[{"
                            + "'type':'number'},{'$ref':'#'}]},'right':{'anyOf':[{'type':'number'},"
                            + "{'$ref':'#'}]}},'required':['op','left','right']}",
                    "{'oneOf':[{'type':'object','properties':{'kind':{'const':'circle'},'radius':{"
                        + "'type':'number','exclusiveMinimum':0}},'required':['kind','radius']},"
                        + "{'type':'object','properties':{'kind':{'const':'square'},'side':{'type':"
                        + "'number','exclusiveMinimum':0}},'required':['kind','side']}]}",
                    "{'allOf':[{'type':'object','properties':{'a':{'type':'string','minLength':3}},"
                            + "'required':['a']},{'properties':{'a':{'maxLength':5},'b':{'type':["
                            + "'integer','null']}},'required':['b']}]}",
                    "{'type':'array','prefixItems':[{'type':'string','format':'ipv4'},{'type':'string',"
                        + "'format':'ipv6'},{'type':'string','format':'uri'},{'type':'string',"
                        + "'format':'hostname'},{'type':'string','format':'duration'},{'type':"
                        + "'string','format':'time'},{'type':'string','format':'date'},{'type':"
                        + "'string','format':'json-pointer'},{'type':'string','format':"
                        + "'uri-reference'},{'type':'string','format':'email','pattern':"
                        + "'[.](com|org)$'}],'minItems':10}",
                    "{'type':'object','patternProperties':{'^[a-z]{1,4}$':{'type':'integer'},'^n':{"
                        + "'minimum':5}},'additionalProperties':{'type':'boolean'},'maxProperties':4}",
                    "{'type':'object','propertyNames':{'pattern':'^[A-Z_]+$','maxLength':8},"
                            + "'additionalProperties':{'type':'string'},'minProperties':1}",
                    "{'type':'string','pattern':'^(\\\\d{3}-)?[\\\\w ]+é[^x]$','maxLength':20}",
                    "{'type':'number','minimum':-0.75,'exclusiveMaximum':12.5}",
                    "{'type':'integer','multipleOf':12,'minimum':-1000,'maximum':99999}",
                    "{'type':['object','array','string','number','boolean','null']}",
                    "{'enum':[{'a':[1,2.50,1e20,null,{'b':'x\\ny'}]},'\\u0001',-0.5,[]]}",
                    "{'type':'object','properties':{'tags':{'type':'array','items':{'type':'string',"
                        + "'maxLength':12},'maxItems':5},'meta':{'type':'object'}},'minProperties':2}",
                    "true");

    @Test
    void everyAnswerIsValid() {
        Random random = new Random(SEED);
        int valid = 0;
        int total = 0;
        for (String name : List.of("llama-spm", "qwen2")) {
            Tokenizer tokenizer = TokenWalk.vocabulary(name);
            TokenWalk walk = new TokenWalk(tokenizer, random);
            for (String schema : SCHEMAS) {
                String text = schema.replace('\'', '"');
                SchemaOracle oracle = new SchemaOracle(text);
                for (int i = 0; i < 6; i++) {
                    Optional<String> json = walk.walk(Constraint.jsonSchema(text), 15 * i);
                    total++;
                    assertThat(json).as("%s ends, seed %d", schema, SEED).isPresent();
                    assertThat(oracle.errors(json.get()))
                            .as("%s: %s, seed %d", schema, json.get(), SEED)
                            .isEmpty();
                    valid++;
                }
            }
        }
        Conformance.report("constrained answers valid", valid, total);
    }
}
