// Command franz-go produces to a topic and reads it back, directly, in a group, or in a transaction, and prints what it
// read as JSON. The test that runs it compares that with what the embedded cluster holds.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

type record struct {
	Partition int32  `json:"partition"`
	Offset    int64  `json:"offset"`
	Key       string `json:"key"`
	Value     string `json:"value"`
}

func main() {
	if len(os.Args) != 5 {
		fail(fmt.Errorf("usage: franz-go MODE BOOTSTRAP-SERVER TOPIC COUNT"))
	}
	mode, server, topic := os.Args[1], os.Args[2], os.Args[3]
	count, err := strconv.Atoi(os.Args[4])
	if err != nil {
		fail(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 45*time.Second)
	defer cancel()
	var records []record
	switch mode {
	case "direct":
		err = produce(ctx, server, topic, count)
		if err == nil {
			records, err = consume(ctx, count, kgo.SeedBrokers(server), kgo.ConsumeTopics(topic))
		}
	case "group":
		records, err = consume(ctx, count, kgo.SeedBrokers(server), kgo.ConsumeTopics(topic), kgo.ConsumerGroup("franz-go"))
	case "transaction":
		err = transact(ctx, server, topic, count)
		if err == nil {
			committed := kgo.FetchIsolationLevel(kgo.ReadCommitted())
			records, err = consume(ctx, count, kgo.SeedBrokers(server), kgo.ConsumeTopics(topic), committed)
		}
	default:
		err = fmt.Errorf("there is no mode %q", mode)
	}
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(records); err != nil {
		fail(err)
	}
}

func sample(topic, prefix string, count int) []*kgo.Record {
	records := make([]*kgo.Record, count)
	for i := range records {
		key, value := fmt.Sprintf("key %d", i%17), fmt.Sprintf("%s %d", prefix, i)
		records[i] = &kgo.Record{Topic: topic, Key: []byte(key), Value: []byte(value)}
	}
	return records
}

func produce(ctx context.Context, server, topic string, count int) error {
	client, err := kgo.NewClient(kgo.SeedBrokers(server))
	if err != nil {
		return err
	}
	defer client.Close()
	return client.ProduceSync(ctx, sample(topic, "value", count)...).FirstErr()
}

// transact aborts one transaction and commits the next.
func transact(ctx context.Context, server, topic string, count int) error {
	client, err := kgo.NewClient(kgo.SeedBrokers(server), kgo.TransactionalID("franz-go"))
	if err != nil {
		return err
	}
	defer client.Close()
	for _, end := range []kgo.TransactionEndTry{kgo.TryAbort, kgo.TryCommit} {
		prefix := "aborted"
		if end == kgo.TryCommit {
			prefix = "committed"
		}
		if err := client.BeginTransaction(); err != nil {
			return err
		}
		if err := client.ProduceSync(ctx, sample(topic, prefix, count)...).FirstErr(); err != nil {
			return err
		}
		if err := client.EndTransaction(ctx, end); err != nil {
			return err
		}
	}
	return nil
}

func consume(ctx context.Context, count int, opts ...kgo.Opt) ([]record, error) {
	opts = append(opts, kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	client, err := kgo.NewClient(opts...)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	var records []record
	for len(records) < count {
		fetches := client.PollFetches(ctx)
		if err := fetches.Err0(); err != nil {
			return nil, fmt.Errorf("%d of %d records came: %w", len(records), count, err)
		}
		for _, failed := range fetches.Errors() {
			return nil, failed.Err
		}
		fetches.EachRecord(func(r *kgo.Record) {
			records = append(records, record{r.Partition, r.Offset, string(r.Key), string(r.Value)})
		})
	}
	if _, group := client.GroupMetadata(); group >= 0 {
		return records, client.CommitUncommittedOffsets(ctx)
	}
	return records, nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
